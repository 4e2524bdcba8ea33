using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class InboxByRanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries");

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
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_received_at",
                table: "inbox_entries",
                column: "received_at");
        }
    }
}
