using Fulcrum.Data;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

/// <summary>The keys of a task file that a verdict is decided by.</summary>
public sealed class DecisionChecksTests : IDisposable
{
    private const string Head = "name: t\ndata: {path: mails.jsonl}\nlabels: [normal, phishing, spam]\n";

    private readonly TemporaryFolder _folder = new();

    public DecisionChecksTests() => _folder.Write("mails.jsonl", "");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_not_said_has_its_documented_default()
    {
        var task = Read(Head);
        Assert.Equal((100_000, 0.10, 12), (task.Volume, task.HardwarePrice, task.Months));
        Assert.Empty(task.Costs);
        Assert.Equal((false, null, null, null), (task.Constraints.DataStaysHere, task.Constraints.P95Milliseconds, task.Constraints.MemoryMegabytes, task.Constraints.TrainingMinutes));
        Assert.Empty(task.Constraints.Licenses);
        Assert.Empty(task.Constraints.MinRecall);
    }

    [Fact]
    public void All_keys_are_read()
    {
        var task = Read(Head +
            """
            volume: 2000000
            hardware_price: 1.5
            months: 6
            costs:
              phishing: {normal: 50, spam: 0.5}
            constraints:
              data_stays_here: true
              licenses: [apache-2.0, MIT]
              p95_ms: 200
              memory_mb: 4000
              training_minutes: 90
              min_recall: {phishing: 0.99}
            """);
        Assert.Equal((2_000_000, 1.5, 6), (task.Volume, task.HardwarePrice, task.Months));
        Assert.Equal((50, 0.5), (task.Costs["phishing"]["normal"], task.Costs["phishing"]["spam"]));
        Assert.Equal((true, 200, 4000, 90), (task.Constraints.DataStaysHere, task.Constraints.P95Milliseconds, task.Constraints.MemoryMegabytes, task.Constraints.TrainingMinutes));
        Assert.Equal(["apache-2.0", "MIT"], task.Constraints.Licenses);
        Assert.Equal(0.99, task.Constraints.MinRecall["phishing"]);
    }

    [Theory]
    [InlineData("volume: 0", "a.yaml(4,9): `volume` must be at least 1, not 0.")]
    [InlineData("volume: many", "a.yaml(4,9): `volume` must be a whole number, not `many`.")]
    [InlineData("hardware_price: -1", "a.yaml(4,17): `hardware_price` must be at least 0, not -1.")]
    [InlineData("months: 0", "a.yaml(4,9): `months` must be more than 0, not 0.")]
    [InlineData("constraints: {p95_ms: -5}", "a.yaml(4,23): `p95_ms` must be more than 0, not -5.")]
    [InlineData("constraints: {p95ms: 5}", "a.yaml(4,15): `p95ms` is not known in `constraints`. Did you mean `p95_ms`?")]
    [InlineData("constraints: {licenses: []}", "a.yaml(4,25): `licenses` needs at least 1 entry.")]
    [InlineData("constraints: {min_recall: {phishing: 99}}", "a.yaml(4,38): `phishing` must be at most 1, not 99.")]
    [InlineData("constraints: {min_recall: {phising: 0.9}}", "a.yaml(4,28): `phising` in `min_recall` is not one of the labels. Did you mean `phishing`?")]
    [InlineData("costs: {phishing: {normal: -1}}", "a.yaml(4,28): `normal` must be at least 0, not -1.")]
    [InlineData("costs: {phising: {normal: 50}}", "a.yaml(4,9): `phising` in `costs` is not one of the labels. Did you mean `phishing`?")]
    [InlineData("costs: {phishing: {other: 50}}", "a.yaml(4,20): `other` in `costs` is not one of the labels. Possible here: normal, phishing, spam.")]
    [InlineData("kind: multi-label\ncosts: {phishing: {normal: 50}}", "a.yaml(5,8): `costs` has no meaning where a row may have several labels. Leave it out.")]
    [InlineData("metric: acuracy", "a.yaml(4,9): `acuracy` is not a metric. Did you mean `accuracy`?")]
    [InlineData("metric: recall:phising", "a.yaml(4,9): `phising` of the metric `recall:phising` is not one of the labels. Did you mean `recall:phishing`?")]
    [InlineData("metric: 'recall:'", "a.yaml(4,9): The metric `recall:` does not say of which label. Write `recall:LABEL`, e.g. `recall:normal`.")]
    [InlineData("metric: cost", "a.yaml(4,9): The metric `cost` needs `costs`, which say what a wrong answer costs. Give `costs`, or decide by `accuracy`.")]
    public void What_is_wrong_is_said_with_its_place(string yaml, string message) => Assert.Equal([message], Errors(Head + yaml));

    [Fact]
    public void A_label_that_must_be_found_although_missing_it_is_free_is_an_error_that_names_both() => Assert.Equal(
        ["a.yaml(6,16): `constraints.min_recall` asks that `phishing` is found, but `costs` in line 4 makes missing it free. Leave one of them out, or say what missing it costs."],
        Errors(Head + "costs: {phishing: {normal: 0, spam: 0}}\nconstraints:\n  min_recall: {phishing: 0.9}"));

    [Theory]
    [InlineData("costs: {phishing: {normal: 0}}\nconstraints: {min_recall: {phishing: 0.9}}")] // Taking it for spam still costs 1.
    [InlineData("costs: {phishing: {normal: 0, spam: 0}}\nconstraints: {min_recall: {spam: 0.9}}")]
    [InlineData("constraints: {min_recall: {phishing: 0.99, normal: 0.99, spam: 1}}")]
    [InlineData("kind: multi-label\nconstraints: {min_recall: {phishing: 0.99}}")]
    [InlineData("constraints: {data_stays_here: false}\ncosts:")]
    [InlineData("metric: recall:phishing")]
    [InlineData("metric: cost\ncosts: {phishing: {normal: 2}}")]
    [InlineData("metric:")]
    public void What_can_be_kept_together_is_no_error(string yaml) => Read(Head + yaml);

    [Fact]
    public void Keys_that_are_one_label_where_forms_are_merged_are_errors() => Assert.Equal(
        ["a.yaml(5,32): `phishing` and `Phishing` are one label in two forms; the first is in line 5. Leave one of them out."],
        Errors(Head + "merge_labels: true\ncosts: {phishing: {normal: 2}, Phishing: {spam: 2}}"));

    [Fact]
    public void Without_labels_in_the_file_those_of_the_data_are_asked()
    {
        var task = Read("name: t\ndata: {path: mails.jsonl}\ncosts: {phising: {normal: 50}}\nconstraints: {min_recall: {Spam: 0.5}}");
        var error = Assert.Throws<InputException>(() => task.ForLabels(["normal", "phishing", "spam"]));
        Assert.Equal(
            ["`phising` in `costs` is not one of the labels. Did you mean `phishing`?", "`Spam` in `min_recall` is not one of the labels. Did you mean `spam`?"],
            error.Errors.Select(e => e.ToString()));
    }

    [Fact]
    public void Where_forms_are_merged_keys_take_the_form_of_the_data()
    {
        var task = Read("name: t\ndata: {path: mails.jsonl}\nmerge_labels: true\ncosts: {Phishing: {NORMAL: 50}}\nconstraints: {min_recall: {PHISHING: 0.5}}");
        var complete = task.ForLabels(["normal", "phishing"]);
        Assert.Equal(50, complete.Costs["phishing"]["normal"]);
        Assert.Equal(0.5, complete.Constraints.MinRecall["phishing"]);
    }

    [Fact]
    public void A_miss_that_is_free_is_found_with_the_labels_of_the_data_too()
    {
        var task = Read("name: t\ndata: {path: mails.jsonl}\ncosts: {phishing: {normal: 0}}\nconstraints: {min_recall: {phishing: 0.5}}");
        Assert.Equal(
            "`constraints.min_recall` asks that `phishing` is found, but `costs` makes missing it free. Leave one of them out, or say what missing it costs.",
            Assert.Throws<InputException>(() => task.ForLabels(["normal", "phishing"])).Message);
        task.ForLabels(["normal", "phishing", "spam"]);
    }

    private TaskDefinition Read(string yaml) => TaskReader.Read(_folder.Write("a.yaml", yaml), RungRegistry.Catalog);

    private string[] Errors(string yaml) =>
        [.. Assert.Throws<InputException>(() => Read(yaml)).Errors.Select(error => error.ToString().Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
}
