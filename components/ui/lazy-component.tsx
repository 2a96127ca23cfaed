'use client';

import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

type LazyComponent<Props extends object> = ComponentType<Props> & {
  /** Fetches the code ahead of the first showing. */
  prepare: () => void;
};

type State<Props> = { Component: ComponentType<Props> | null } | { failure: unknown };

/**
 * A component whose code is fetched when it is first shown; until then there is the fallback. React's own `lazy` would
 * keep a fallback for 300 ms even where the code is there at once.
 */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: (props: Props) => ReactNode = () => null,
): LazyComponent<Props> {
  let loaded: ComponentType<Props> | null = null;
  const fetch = async () => {
    loaded ??= await load();
    return loaded;
  };

  function LazyComponent(props: Props) {
    const [state, setState] = useState<State<Props>>({ Component: loaded });
    // The outside system is the network.
    useEffect(() => {
      let isShown = true;
      if (loaded) setState({ Component: loaded });
      else
        void fetch().then(
          (Component) => isShown && setState({ Component }),
          (failure: unknown) => isShown && setState({ failure }),
        );
      return () => {
        isShown = false;
      };
    }, []);
    if ('failure' in state) throw state.failure;
    return state.Component ? <state.Component {...props} /> : fallback(props);
  }

  // Whoever shows it meets the failure.
  return Object.assign(LazyComponent, { prepare: () => void fetch().catch(() => undefined) });
}
