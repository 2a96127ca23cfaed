import { useQuery } from '@tanstack/react-query';
import { type CapabilityId, offers, serverOfferQuery, whyOff } from '#lib/letta/capabilities.ts';

export interface Capability {
  /** Whether to use it: not before the server was asked for what it offers, and also where it does not say. */
  usable: boolean;
  /** Why it is off, in a sentence; undefined where it is there, or where that is not known. */
  offReason: string | undefined;
}

/** Whether a server offers something that servers may lack. Requests that need it wait for `usable`. */
export function useCapability(serverId: string, id: CapabilityId): Capability {
  const offer = useQuery(serverOfferQuery(serverId));
  const isMissing = offer.data !== undefined && offers(offer.data, id) === false;
  return { usable: !offer.isPending && !isMissing, offReason: isMissing ? whyOff(serverId, id) : undefined };
}
