// Small documents of Webin, written by hand: what the sandbox is tried with must not come from the console's builders.

export const actions = (...xml: string[]) =>
  `<SUBMISSION_SET><SUBMISSION><ACTIONS>${xml.map((one) => `<ACTION>${one}</ACTION>`).join('')}</ACTIONS></SUBMISSION></SUBMISSION_SET>`;
export const attribute = (tag: string, value: string, units = '') =>
  `<SAMPLE_ATTRIBUTE><TAG>${tag}</TAG><VALUE>${value}</VALUE>${units && `<UNITS>${units}</UNITS>`}</SAMPLE_ATTRIBUTE>`;
export const usual =
  attribute('collection date', '2021') + attribute('geographic location (country and/or sea)', 'Peru');
export const sample = (alias: string, attributes = usual, taxon = '4113') =>
  `<SAMPLE alias="${alias}"><SAMPLE_NAME><TAXON_ID>${taxon}</TAXON_ID></SAMPLE_NAME><SAMPLE_ATTRIBUTES>${attributes}</SAMPLE_ATTRIBUTES></SAMPLE>`;
export const samples = (...xml: string[]) => `<SAMPLE_SET>${xml.join('')}</SAMPLE_SET>`;
export const project = (alias: string, title = 'Potato cultivars of Peru') =>
  `<PROJECT alias="${alias}"><TITLE>${title}</TITLE><DESCRIPTION>Cultivars from three valleys.</DESCRIPTION><SUBMISSION_PROJECT><SEQUENCING_PROJECT/></SUBMISSION_PROJECT></PROJECT>`;
export const study =
  '<STUDY alias="st"><DESCRIPTOR><STUDY_TITLE>Potatoes</STUDY_TITLE><STUDY_TYPE existing_study_type="Other"/></DESCRIPTOR></STUDY>';
