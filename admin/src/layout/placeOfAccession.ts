/** Letters and then at least six digits: what accessions of SeqDB, ENA and BioSamples look like; projects of the archives may have fewer. */
const accessionShape = /^(?:[A-Z]{2,14}\d{6,}|PRJ[EDN][A-Z]\d+)$/;
/**
 * Ours: a prefix, the letter of the kind, eight digits and two check digits, whatever prefix the installation has. No prefix
 * makes one of ours look like ERS… or SRR… of the archives.
 */
const ownShape = /^(?![EDS]R[A-Z]\d)[A-Z]{2,12}[PSXRZ]\d{10}$/;

/**
 * Where what looks like an accession is opened: one of ours on its page, one of another archive in the register, which
 * finds the record that has it.
 *
 * @returns null for words that are no accession
 */
export const placeOfAccession = (words: string): { accession: string; to: string } | null => {
  const accession = words.trim().toUpperCase();
  if (!accessionShape.test(accession)) return null;
  return {
    accession,
    to: ownShape.test(accession) ? `/accessions/${accession}` : `/accessions?q=${accession}`,
  };
};
