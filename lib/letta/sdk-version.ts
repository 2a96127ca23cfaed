/** The version of Letta's own client whose requests ours look like: to others a server answers in older shapes. */
export const SDK_VERSION = '1.12.1';
