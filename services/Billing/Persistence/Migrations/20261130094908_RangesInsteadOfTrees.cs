using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RangesInsteadOfTrees : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchases_created_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_created_at",
                table: "purchases",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at",
                filter: "succeeded_at IS NOT NULL")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries",
                column: "received_at")
                .Annotation("Npgsql:IndexMethod", "brin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchases_created_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_created_at",
                table: "purchases",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at",
                filter: "succeeded_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries",
                column: "received_at");
        }
    }
}
