using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RoomForWhatIsPaid : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchases_created_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_failed_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");

            migrationBuilder.AlterTable(
                name: "purchases")
                .Annotation("Npgsql:StorageParameter:fillfactor", 50)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 70);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(
                name: "purchases")
                .Annotation("Npgsql:StorageParameter:fillfactor", 70)
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_purchases_created_at",
                table: "purchases",
                column: "created_at")
                .Annotation("Npgsql:IndexMethod", "brin");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_failed_at",
                table: "purchases",
                column: "failed_at",
                filter: "failed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at",
                filter: "succeeded_at IS NOT NULL")
                .Annotation("Npgsql:IndexMethod", "brin");
        }
    }
}
