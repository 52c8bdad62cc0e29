using System.Text;
using System.Text.RegularExpressions;
using Fulcrum.Samples.MailProtect;
using Fulcrum.Samples.SupportIntents;
using Fulcrum.Samples.SupportTags;
using Fulcrum.Tests;
using MimeKit;

namespace Fulcrum.Samples.Tests;

public sealed partial class GeneratorTests
{
    private const int Seed = 2026;

    [Theory]
    [InlineData("mailprotect", "mail")]
    [InlineData("support-intents", "text")]
    [InlineData("support-tags", "text")]
    public void The_committed_files_are_what_the_generator_writes(string sample, string column)
    {
        var parts = Generate(sample);
        foreach (var part in parts.Names)
        {
            var committed = File.ReadLines(Path.Combine(RepositoryFiles.Root, "samples", sample, part + ".jsonl"));
            Assert.Equal(parts[part].Select(row => SampleFiles.Line(column, row, isMultiLabel: sample == "support-tags")), committed);
        }
    }

    [Theory]
    [InlineData("mailprotect")]
    [InlineData("support-intents")]
    [InlineData("support-tags")]
    public void A_family_is_in_one_part_and_always_has_the_same_labels(string sample)
    {
        var parts = Generate(sample);
        var families = parts.Names.SelectMany(part => parts[part].Select(row => (row.Family, Place: (part, string.Join(',', row.Labels))))).ToLookup(f => f.Family, f => f.Place);
        Assert.All(families, family => Assert.Single(family.Distinct()));
    }

    [Fact]
    public void The_mailbox_has_at_least_60_families_and_1500_mails()
    {
        var parts = Generate("mailprotect");
        var rows = parts.Names.SelectMany(part => parts[part]).ToArray();
        Assert.True(rows.DistinctBy(row => row.Family).Count() >= 60);
        Assert.True(rows.Length >= 1500);
        Assert.Contains("shift", parts.Names);
    }

    [Fact]
    public void Another_seed_writes_another_mailbox() => Assert.NotEqual(
        MailboxGenerator.Generate(1)["train"].Select(row => row.Text), MailboxGenerator.Generate(2)["train"].Select(row => row.Text));

    [Fact]
    public void Links_lead_to_reserved_names_only()
    {
        var parts = Generate("mailprotect");
        var hosts = parts.Names.SelectMany(part => parts[part]).SelectMany(row => Texts(row.Text))
            .SelectMany(text => Link().Matches(text)).Select(link => link.Groups["host"].Value).Distinct();
        Assert.All(hosts, host => Assert.Matches(@"(^|\.)(example(\.(com|org|net))?|test|invalid)$", host.TrimEnd('.')));
    }

    [Fact]
    public void No_sentence_of_a_tested_message_is_in_a_message_that_is_learned_from()
    {
        var parts = Generate("support-tags");
        HashSet<string> Sentences(string part) => [.. parts[part].SelectMany(row => row.Family.Split('+'))];
        Assert.Empty(Sentences("train").Intersect(Sentences("test")).Concat(Sentences("train").Intersect(Sentences("dev"))));
    }

    private static SampleParts Generate(string sample) => sample switch
    {
        "mailprotect" => MailboxGenerator.Generate(Seed),
        "support-intents" => IntentGenerator.Generate(Seed),
        _ => TagGenerator.Generate(Seed),
    };

    private static IEnumerable<string> Texts(string mail)
    {
        using var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)), TestContext.Current.CancellationToken);
        return [.. message.BodyParts.OfType<TextPart>().Select(part => part.Text)];
    }

    [GeneratedRegex(@"https?://(?<host>[\w.-]+)")]
    private static partial Regex Link();
}
