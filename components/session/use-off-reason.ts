import { useQuery } from '@tanstack/react-query';
import { type CapabilityId, offers, serverOfferQuery, whyOff } from '#lib/letta/capabilities.ts';

/** Why something that a server may lack is off; undefined where it is there, or where that is not known. */
export function useOffReason(serverId: string, id: CapabilityId): string | undefined {
  const offer = useQuery(serverOfferQuery(serverId));
  return offer.data && offers(offer.data, id) === false ? whyOff(serverId, id) : undefined;
}
