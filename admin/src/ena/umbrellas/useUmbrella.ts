import { useAbility } from '@casl/react';
import type { ChangeUmbrella, UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useDataProvider } from 'react-admin';
import type { ConsoleAbility } from '../../providers/ability.ts';
import type { ConsoleDataProvider } from '../../providers/dataProvider.ts';
import { isStale } from '../../providers/problem.ts';
import { recordKey } from '../../providers/useRecord.ts';
import type { UmbrellaMove } from './umbrellaMoves.ts';

/** What this person may do about umbrella projects. */
export const useMay = () => {
  const ability = useAbility<ConsoleAbility>();
  return { create: ability.can('create', 'EnaRequest'), settle: ability.can('settle', 'EnaRequest') };
};

/** Takes what the server made of it, and has the lists fetched again. */
export const useTakeUmbrella = () => {
  const client = useQueryClient();
  return (made: UmbrellaView): void => {
    client.setQueryData(recordKey('umbrellas', made.id), made);
    void client.invalidateQueries({ queryKey: ['umbrellas'] });
  };
};

/** Does something with the version that is shown; when that is not the latest, the latest is loaded before the refusal is shown. */
export const useUmbrellaChange = ({ id, version }: Pick<UmbrellaView, 'id' | 'version'>) => {
  const client = useQueryClient();
  const provider = useDataProvider<ConsoleDataProvider>();
  const take = useTakeUmbrella();
  const change = async (work: Promise<UmbrellaView>): Promise<void> => {
    try {
      take(await work);
    } catch (error) {
      if (isStale(error)) await client.invalidateQueries({ queryKey: ['umbrellas'] });
      throw error;
    }
  };
  return {
    give: (move: UmbrellaMove, reason: string) => change(provider.commandUmbrella(id, version, move, reason)),
    save: (body: ChangeUmbrella) => change(provider.changeUmbrella(id, version, body)),
  };
};
