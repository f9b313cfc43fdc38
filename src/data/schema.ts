/** Owns the door to the schema types; they live beside the values, because each needs the other. */
export type { Field, Schema, SchemaType } from './connect-value';
