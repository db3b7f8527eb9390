// Preloaded (`--import`) by processes of the product: stack traces name lines of our sources. Node's own
// --enable-source-maps would keep those of all packages, too, which take 12 MB of memory.
import { setSourceMapsSupport } from 'node:module';

setSourceMapsSupport(true);
