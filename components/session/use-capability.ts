import { useQuery } from '@tanstack/react-query';
import { type CapabilityId, offers, serverOfferQuery, whyOff } from '#lib/letta/capabilities.ts';

export interface Capability {
  /** Whether to use it: not before the server was asked for what it offers, and also where it does not say. */
  usable: boolean;
  /** Why it is off, in a sentence; undefined where it is there, or where that is not known. */
  offReason: string | undefined;
}

/**
 * Whether a server offers something that servers may lack. What a page reads by itself waits for `usable`; what a person
 * presses is off only with a reason.
 */
export function useCapability(serverId: string, id: CapabilityId): Capability {
  const offer = useQuery({ ...serverOfferQuery(serverId), select: (told) => offers(told, id) });
  const isMissing = offer.data === false;
  return { usable: !offer.isPending && !isMissing, offReason: isMissing ? whyOff(serverId, id) : undefined };
}
