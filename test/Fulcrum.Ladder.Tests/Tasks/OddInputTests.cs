using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

/// <summary>
/// Inputs that were once read wrongly: a folder each in <c>test/fixtures/odd-inputs</c>, a line each in its <c>expectations.jsonl</c>.
/// </summary>
public sealed class OddInputTests
{
    private static readonly string Folder = RepositoryFiles.Fixture("odd-inputs");

    public static TheoryData<string> Cases => [.. Expectations.Keys];

    private static Dictionary<string, Expectation> Expectations { get; } = File.ReadLines(Path.Combine(Folder, "expectations.jsonl"))
        .Select(line => JsonSerializer.Deserialize<Expectation>(line, JsonSerializerOptions.Web)!)
        .ToDictionary(expectation => expectation.Case);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_odd_input_is_read_or_refused_as_its_row_says(string name)
    {
        var expected = Expectations[name];
        var folder = Path.Combine(Folder, name);
        try
        {
            var data = await ReadAsync(folder);
            Assert.Empty(expected.Errors ?? []);
            Assert.Equal(
                expected.Labels!.OrderBy(label => label.Key, StringComparer.Ordinal),
                data.Examples.SelectMany(example => example.Labels).CountBy(label => label).OrderBy(label => label.Key, StringComparer.Ordinal));
            Assert.Equal(expected.Notes ?? [], data.Notes);
            foreach (var (id, text) in expected.Texts ?? []) Assert.Equal(text, data.Examples.Single(example => example.Id == id).Text);
            if (expected.Groups is { } groups) Assert.Equal(groups, data.Examples.Select(example => example.Group).Where(group => group is not null).Distinct().Count());
        }
        catch (InputException e)
        {
            Assert.Equal(expected.Errors ?? [], e.Errors.Select(error => error.ToString().Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Every_case_has_a_folder_and_every_folder_a_case() =>
        Assert.Equal(
            Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Expectations.Keys.Order(StringComparer.Ordinal));

    private static async Task<Dataset> ReadAsync(string folder)
    {
        var entries = Directory.GetFileSystemEntries(folder);
        var task = TaskReader.Read(entries.Length == 1 ? entries[0] : folder, RungRegistry.Catalog);
        return await DatasetLoader.LoadAsync(task.Data, folder, task.LabelRules, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <param name="Case">The folder. One file or folder in it is the data itself; otherwise the folder is read as a task or as data.</param>
    /// <param name="Labels">Label to number of examples; left out where the input is refused.</param>
    /// <param name="Notes">All notes, word for word.</param>
    /// <param name="Errors">All errors, word for word, without the folder.</param>
    /// <param name="Texts">Id to the whole text, for as many examples as matter.</param>
    /// <param name="Groups">The number of groups, where it matters.</param>
    private sealed record Expectation(
        string Case,
        Dictionary<string, int>? Labels = null,
        string[]? Notes = null,
        string[]? Errors = null,
        Dictionary<string, string>? Texts = null,
        int? Groups = null);
}
