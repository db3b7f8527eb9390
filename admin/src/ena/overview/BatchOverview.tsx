import { RecordBody } from '../../components/RecordBody.tsx';
import { useText } from '../../i18n/useText.ts';
import { DocumentDrawer } from '../documents/DocumentDrawer.tsx';
import { BatchAside } from './BatchAside.tsx';
import { BatchSubmissions } from './BatchSubmissions.tsx';
import { StateBoard } from './StateBoard.tsx';

/** How the batch stands, what is in it, and the documents it sends; beside it who and when. */
export const BatchOverview = () => {
  const text = useText();
  return (
    <RecordBody content="table" aside={<BatchAside />} asideLabel={text('ena.about')}>
      <StateBoard />
      <BatchSubmissions />
      <DocumentDrawer />
    </RecordBody>
  );
};
