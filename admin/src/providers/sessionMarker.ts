import { sessionMarker } from '@contract/auth/session-marker.contract.ts';

const { name, value } = sessionMarker;

/** Whether the server left word in this browser that somebody signed in, and did not sign out since. */
export const maySessionExist = (): boolean => document.cookie.split('; ').includes(`${name}=${value}`);

/** The session has ended: nothing is asked about it any more. */
export const forgetSession = (): void => {
  document.cookie = `${name}=; path=/; max-age=0; samesite=strict`;
};
