import type { VerifierProgramView } from '@contract/audit/verifier/verifier-program.contract.ts';
import { useQuery } from '@tanstack/react-query';
import { classes } from '../../components/classes.ts';
import { useText } from '../../i18n/useText.ts';
import { Command } from './Command.tsx';
import { programPath } from './verificationWords.ts';
import styles from './VerificationPage.module.css';

/** The hash that the server gives of its verifier, to be compared with that of one built from the source. */
export const ProgramHash = () => {
  const text = useText();
  const { data } = useQuery({
    queryKey: ['verifier-program'],
    queryFn: async (): Promise<VerifierProgramView> => {
      const answer = await fetch(`${programPath}.json`);
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return (await answer.json()) as VerifierProgramView;
    },
  });
  const sha256 = data?.files.find(({ path }) => path === `${programPath}.mjs`)?.sha256;
  if (sha256 === undefined) return null;
  return (
    <>
      <p className={classes('faint', styles.below)}>{text('logVerification.offline.sha256')}</p>
      <Command value={sha256} copy="copyHash" />
    </>
  );
};
