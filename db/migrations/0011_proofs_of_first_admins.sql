ALTER TABLE "identity_proofs" DROP CONSTRAINT "identity_proofs_assigned";
