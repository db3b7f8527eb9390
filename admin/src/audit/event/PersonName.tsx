import { subject } from '@casl/ability';
import { useAbility } from '@casl/react';
import type { UserView } from '@contract/users/user.contract.ts';
import { useGetManyAggregate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Identifier } from '../../components/Identifier.tsx';
import type { ConsoleAbility } from '../../providers/ability.ts';

type Props = {
  id: string;
  /** What is said to those who may not look people up, instead of the id. */
  unknown?: string;
};

/** Somebody who stands in the log by their id: their present name, for those who may look people up. */
export const PersonName = ({ id, unknown }: Props) => {
  const canLookUp = useAbility<ConsoleAbility>().can('read', subject('User', { id: '' }) as never);
  const { data } = useGetManyAggregate<UserView>('users', { ids: [id] }, { enabled: canLookUp });
  const person = data?.[0];
  if (person === undefined) return unknown ?? <Identifier value={id} short={13} />;
  return (
    <Link to={`/users/${id}`} title={id}>
      <bdi>{person.name}</bdi>
    </Link>
  );
};
