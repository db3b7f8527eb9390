import type { UserView } from '@contract/users/user.contract.ts';
import { useGetManyAggregate } from 'react-admin';

/** Somebody by name; those who may not read the account see its id. All names of a page are asked for together. */
export const PersonName = ({ id }: { id: string }) => {
  const { data } = useGetManyAggregate<UserView>('users', { ids: [id] });
  const person = data?.[0];
  return person === undefined ? (
    <bdi className="mono">{id}</bdi>
  ) : (
    <bdi title={person.erasedAt === null ? person.email : id}>{person.name}</bdi>
  );
};
