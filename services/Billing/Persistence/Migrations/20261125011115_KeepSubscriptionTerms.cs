using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class KeepSubscriptionTerms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "subscription_terms",
                columns: table => new
                {
                    subscription_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    is_running = table.Column<bool>(type: "boolean", nullable: false),
                    tier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    monthly_cents = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscription_terms", x => new { x.subscription_id, x.since });
                    table.CheckConstraint("ck_subscription_terms_tier", "tier IN ('individual', 'organization_member') AND monthly_cents >= 0");
                });

            migrationBuilder.CreateIndex(
                name: "ix_purchases_created_at",
                table: "purchases",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_failed_at",
                table: "purchases",
                column: "failed_at");

            migrationBuilder.CreateIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases",
                column: "succeeded_at");

            migrationBuilder.Sql(TermsOfKnownSubscriptions.Sql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "subscription_terms");

            migrationBuilder.DropIndex(
                name: "ix_purchases_created_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_failed_at",
                table: "purchases");

            migrationBuilder.DropIndex(
                name: "ix_purchases_succeeded_at",
                table: "purchases");
        }
    }
}
