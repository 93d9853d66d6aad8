using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BacSon.App.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Cause",
                table: "JobRun",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "JobRun",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Missed",
                table: "JobRun",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "MissedSince",
                table: "JobRun",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "JobSchedule",
                columns: table => new
                {
                    JobId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Cron = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    OffDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    DefaultCron = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobSchedule", x => x.JobId);
                });

            migrationBuilder.CreateTable(
                name: "JobScheduleChange",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    JobId = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    FromCron = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    FromOffDays = table.Column<int>(type: "INTEGER", nullable: false),
                    FromEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Cron = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    OffDays = table.Column<int>(type: "INTEGER", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    ToDefault = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobScheduleChange", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_JobScheduleChange_JobId_Id",
                table: "JobScheduleChange",
                columns: new[] { "JobId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "JobSchedule");

            migrationBuilder.DropTable(
                name: "JobScheduleChange");

            migrationBuilder.DropColumn(
                name: "Cause",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "Missed",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "MissedSince",
                table: "JobRun");
        }
    }
}
