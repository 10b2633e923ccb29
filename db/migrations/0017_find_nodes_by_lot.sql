ALTER TABLE "nodes" ADD COLUMN "lot" double precision DEFAULT random() NOT NULL;--> statement-breakpoint
CREATE INDEX "nodes_lot" ON "nodes" USING btree ("kind","lot");