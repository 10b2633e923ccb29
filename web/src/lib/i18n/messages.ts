/** The shape that a second language must fill: the same keys, the same parameters. A missing key is a type error. */
export type Messages<T> = {
	[Key in keyof T]: T[Key] extends (...parameters: infer Parameters) => string
		? (...parameters: Parameters) => string
		: T[Key] extends string
			? string
			: Messages<T[Key]>
}
