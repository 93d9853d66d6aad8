using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BacSon.App.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Audit_PersonId",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Subject_SubjectKey",
                table: "Audit");

            migrationBuilder.AddColumn<int>(
                name: "Act",
                table: "SignIn",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateOnly>(
                name: "MovedFrom",
                table: "Duty",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "MovedOn",
                table: "Duty",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Article",
                table: "CatalogueTerm",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CheckedAt",
                table: "CatalogueTerm",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CheckedBy",
                table: "CatalogueTerm",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Document",
                table: "CatalogueTerm",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Link",
                table: "CatalogueTerm",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "CheckedAt",
                table: "Catalogue",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CheckedBy",
                table: "Catalogue",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LawEditedAt",
                table: "Catalogue",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LawEditedOver",
                table: "Catalogue",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Origin",
                table: "Audit",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UsedCodeStep",
                table: "Account",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "CalendarAddress",
                columns: table => new
                {
                    PersonId = table.Column<int>(type: "INTEGER", nullable: false),
                    SecretHash = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    MadeAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LastUsedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarAddress", x => x.PersonId);
                    table.ForeignKey(
                        name: "FK_CalendarAddress_Person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "CatalogueChange",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EntryKey = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Act = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CatalogueChange", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CatalogueChange_Catalogue_EntryKey",
                        column: x => x.EntryKey,
                        principalTable: "Catalogue",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "FormerUnitName",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UnitId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ShortName = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    To = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PaperNumber = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FormerUnitName", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FormerUnitName_Unit_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Unit",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LapseNotice",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    EntryKey = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    What = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    LastDay = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: false),
                    MailId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LapseNotice", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LapseNotice_Catalogue_EntryKey",
                        column: x => x.EntryKey,
                        principalTable: "Catalogue",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_LapseNotice_Mail_MailId",
                        column: x => x.MailId,
                        principalTable: "Mail",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LapseNotice_Person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MailPause",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ResumedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ResumedBy = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Lasting = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailPause", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "MailTemplateChange",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Opening = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Closing = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    ToDefault = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailTemplateChange", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "MailTemplateText",
                columns: table => new
                {
                    Key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Subject = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Opening = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Closing = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    DefaultThen = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailTemplateText", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "PersonWish",
                columns: table => new
                {
                    PersonId = table.Column<int>(type: "INTEGER", nullable: false),
                    DigestAt = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    ExtraDays = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    StartPage = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    NoShortcuts = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonWish", x => x.PersonId);
                    table.ForeignKey(
                        name: "FK_PersonWish_Person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SignIn_PersonId",
                table: "SignIn",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Duty_Confidential_OfficerId",
                table: "Duty",
                columns: new[] { "Confidential", "OfficerId" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Act_At",
                table: "Audit",
                columns: new[] { "Act", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_PersonId_At",
                table: "Audit",
                columns: new[] { "PersonId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Subject_At",
                table: "Audit",
                columns: new[] { "Subject", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Subject_SubjectKey_At",
                table: "Audit",
                columns: new[] { "Subject", "SubjectKey", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Audit_SubjectKey_At",
                table: "Audit",
                columns: new[] { "SubjectKey", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_CalendarAddress_SecretHash",
                table: "CalendarAddress",
                column: "SecretHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CatalogueChange_EntryKey",
                table: "CatalogueChange",
                column: "EntryKey");

            migrationBuilder.CreateIndex(
                name: "IX_FormerUnitName_UnitId",
                table: "FormerUnitName",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_LapseNotice_EntryKey_What_LastDay_PersonId",
                table: "LapseNotice",
                columns: new[] { "EntryKey", "What", "LastDay", "PersonId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LapseNotice_MailId",
                table: "LapseNotice",
                column: "MailId");

            migrationBuilder.CreateIndex(
                name: "IX_LapseNotice_PersonId",
                table: "LapseNotice",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_MailPause_Lasting",
                table: "MailPause",
                column: "Lasting",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MailTemplateChange_Key_Id",
                table: "MailTemplateChange",
                columns: new[] { "Key", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CalendarAddress");

            migrationBuilder.DropTable(
                name: "CatalogueChange");

            migrationBuilder.DropTable(
                name: "FormerUnitName");

            migrationBuilder.DropTable(
                name: "LapseNotice");

            migrationBuilder.DropTable(
                name: "MailPause");

            migrationBuilder.DropTable(
                name: "MailTemplateChange");

            migrationBuilder.DropTable(
                name: "MailTemplateText");

            migrationBuilder.DropTable(
                name: "PersonWish");

            migrationBuilder.DropIndex(
                name: "IX_SignIn_PersonId",
                table: "SignIn");

            migrationBuilder.DropIndex(
                name: "IX_Duty_Confidential_OfficerId",
                table: "Duty");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Act_At",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_PersonId_At",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Subject_At",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_Subject_SubjectKey_At",
                table: "Audit");

            migrationBuilder.DropIndex(
                name: "IX_Audit_SubjectKey_At",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "Act",
                table: "SignIn");

            migrationBuilder.DropColumn(
                name: "MovedFrom",
                table: "Duty");

            migrationBuilder.DropColumn(
                name: "MovedOn",
                table: "Duty");

            migrationBuilder.DropColumn(
                name: "Article",
                table: "CatalogueTerm");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "CatalogueTerm");

            migrationBuilder.DropColumn(
                name: "CheckedBy",
                table: "CatalogueTerm");

            migrationBuilder.DropColumn(
                name: "Document",
                table: "CatalogueTerm");

            migrationBuilder.DropColumn(
                name: "Link",
                table: "CatalogueTerm");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "Catalogue");

            migrationBuilder.DropColumn(
                name: "CheckedBy",
                table: "Catalogue");

            migrationBuilder.DropColumn(
                name: "LawEditedAt",
                table: "Catalogue");

            migrationBuilder.DropColumn(
                name: "LawEditedOver",
                table: "Catalogue");

            migrationBuilder.DropColumn(
                name: "Origin",
                table: "Audit");

            migrationBuilder.DropColumn(
                name: "UsedCodeStep",
                table: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_PersonId",
                table: "Audit",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Subject_SubjectKey",
                table: "Audit",
                columns: new[] { "Subject", "SubjectKey" });
        }
    }
}
