import { advancedFields, type SettingField } from '#lib/letta/setting-fields.ts';
import { useCapability } from './use-capability.ts';

/** The settings that are rarely changed, those off that the server lacks. */
export function useAdvancedFields(serverId: string): SettingField[] {
  return advancedFields({
    groups: useCapability(serverId, 'groups').offReason,
    identities: useCapability(serverId, 'identities').offReason,
  });
}
