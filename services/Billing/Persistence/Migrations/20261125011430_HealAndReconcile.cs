using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class HealAndReconcile : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases");

            migrationBuilder.AddColumn<long>(
                name: "clawback_target_credits",
                table: "purchases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "clawed_back_at",
                table: "purchases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "clawed_back_credits",
                table: "purchases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "disputed_cents",
                table: "purchases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "lost_cents",
                table: "purchases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "backfill_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_by = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    looked_at = table.Column<int>(type: "integer", nullable: false),
                    missed = table.Column<int>(type: "integer", nullable: false),
                    healed = table.Column<int>(type: "integer", nullable: false),
                    failed = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_backfill_runs", x => x.id);
                    table.CheckConstraint("ck_backfill_runs_started_by", "started_by IN ('schedule', 'operator')");
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_runs",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    ran_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    purchases = table.Column<long>(type: "bigint", nullable: false),
                    differences = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_runs", x => x.day);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_clawed_back",
                table: "purchases",
                sql: "clawed_back_credits BETWEEN 0 AND clawback_target_credits");

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases",
                sql: "refunded_cents >= 0 AND disputed_cents >= 0 AND lost_cents >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_backfill_runs_started_at",
                table: "backfill_runs",
                column: "started_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "backfill_runs");

            migrationBuilder.DropTable(
                name: "reconciliation_runs");

            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_clawed_back",
                table: "purchases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "clawback_target_credits",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "clawed_back_at",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "clawed_back_credits",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "disputed_cents",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "lost_cents",
                table: "purchases");

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases",
                sql: "refunded_cents >= 0");
        }
    }
}
