using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_failed_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_idempotency_claim_id",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");

            migrationBuilder.AlterTable(
                name: "purchases")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases",
                column: "checkout_session_id",
                unique: true,
                filter: "checkout_session_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_failed_at",
                table: "purchases",
                column: "failed_at",
                filter: "failed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_idempotency_claim_id",
                table: "purchases",
                column: "idempotency_claim_id",
                unique: true,
                filter: "idempotency_claim_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at",
                filter: "succeeded_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_failed_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_idempotency_claim_id",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");

            migrationBuilder.AlterTable(
                name: "purchases")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases",
                column: "checkout_session_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_purchases_failed_at",
                table: "purchases",
                column: "failed_at");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_idempotency_claim_id",
                table: "purchases",
                column: "idempotency_claim_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at");
        }
    }
}
