// Preloaded into every child of the stack: when the process that started it is gone, however it went, the channel
// between them closes, and the child stops as if it had been asked to. Nothing is left running on a developer's ports.
const stop = () => process.kill(process.pid, 'SIGTERM')
if (process.channel) {
	process.once('disconnect', stop)
	process.channel.unref()
	// It may have gone while this file was being loaded.
	if (!process.connected) stop()
}
