/* A raw UDP relay, the floor of forwarding: one socket, one packet in, the same packet out, a table of ports between.
   Usage: relay ADDRESS. It prints its port, and takes "PORT PORT" lines, each a pair that is to be joined. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

static volatile unsigned short other[65536];

static void *take_pairs(void *unused)
{
	int one, two;
	while (scanf("%d %d", &one, &two) == 2) {
		other[one & 65535] = two, other[two & 65535] = one;
		printf("joined\n");
		fflush(stdout);
	}
	exit(0);
	return unused;
}

int main(int argc, char **argv)
{
	static char packet[65536];
	struct sockaddr_in here = { .sin_family = AF_INET }, peer;
	socklen_t length = sizeof here;
	int fd = socket(AF_INET, SOCK_DGRAM, 0), bytes = 4 << 20;
	pthread_t pairs;

	if (argc != 2 || fd < 0 || inet_pton(AF_INET, argv[1], &here.sin_addr) != 1) return 2;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	if (bind(fd, (void *)&here, sizeof here) || getsockname(fd, (void *)&here, &length)) return 1;
	printf("%d\n", ntohs(here.sin_port));
	fflush(stdout);
	pthread_create(&pairs, NULL, take_pairs, NULL);
	for (;;) {
		length = sizeof peer;
		ssize_t got = recvfrom(fd, packet, sizeof packet, 0, (void *)&peer, &length);
		if (got < 0) continue;
		peer.sin_port = htons(other[ntohs(peer.sin_port)]);
		if (peer.sin_port) sendto(fd, packet, got, 0, (void *)&peer, sizeof peer);
	}
}
