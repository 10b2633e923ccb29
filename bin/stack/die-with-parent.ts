// Preloaded into every child of the stack: when the process that started it is gone, however it went, the channel
// between them closes, and the child stops as if it had been asked to. Nothing is left running on a developer's ports.
if (process.channel) {
	process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
	process.channel.unref()
}
