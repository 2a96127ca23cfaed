'use client';

import { type ComponentType, lazy, Suspense } from 'react';

/** A component whose code is fetched when it is first shown: for dialogs that most visits never open. */
export function lazyComponent<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Lazy = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  return function LazyComponent(props: Props) {
    return (
      <Suspense fallback={null}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}
