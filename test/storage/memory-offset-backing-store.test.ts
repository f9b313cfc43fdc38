import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { itFulfilsTheContractOfOffsetBackingStore } from '../contracts/offset-backing-store';

describe('MemoryOffsetBackingStore', () => {
  itFulfilsTheContractOfOffsetBackingStore({
    create: (entries) => Promise.resolve(new MemoryOffsetBackingStore(entries)),
  });
});
