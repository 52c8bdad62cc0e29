using System.Globalization;
using System.Text.Json;
using Fulcrum.Tests;
using Parquet.Serialization;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>What <c>fulcrum predict</c> answers, in the formats that there are.</summary>
public sealed class PredictTests(GoodsRun goods) : IClassFixture<GoodsRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finished_run_has_a_winner_and_the_commands_that_use_it()
    {
        var winner = Path.Combine(goods.Run, "winner");

        Assert.Equal(["README.md", "classical.bin", "predictor.json"], Directory.EnumerateFiles(winner).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains(
            """

            Run these in this folder, or give its path instead of `.`:

            ```
            fulcrum predict . rows.csv -o answers.csv
            fulcrum predict . rows.csv --labels label
            echo "a text" | fulcrum predict . -
            ```

            It needs no other file than those in this folder.

            """,
            File.ReadAllText(Path.Combine(winner, "README.md")),
            StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(goods.Run, "winner*"));
    }

    [Fact]
    public async Task Rows_of_the_test_part_get_the_answers_that_the_trial_logged()
    {
        var logged = goods.TestPredictions();

        var ended = await PredictAsync(goods.Run, goods.Data, "-o", "answers.jsonl");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var answers = Lines("answers.jsonl").ToDictionary(line => line.GetProperty("id").GetString()!);
        Assert.Equal(200, answers.Count);
        Assert.All(logged, prediction =>
        {
            var answer = answers[prediction.Key];
            Assert.Equal(prediction.Value.GetProperty("predicted").GetString(), answer.GetProperty("predicted").GetString());
            double[] probabilities = [answer.GetProperty("p_fruit").GetDouble(), answer.GetProperty("p_tools").GetDouble()];
            Assert.Equal(prediction.Value.GetProperty("probabilities").EnumerateArray().Select(value => value.GetDouble()), probabilities, (one, other) => Math.Abs(one - other) < 1e-6);
            Assert.Equal(probabilities.Max(), answer.GetProperty("confidence").GetDouble());
        });
    }

    [Fact]
    public async Task A_csv_file_keeps_its_columns_and_rows_on_standard_output()
    {
        _folder.Write("new.csv", "nr;message;text\r\n7;\"a \"\"b\"\"; c\";apple pear\r\n3;;\r\n5;\"two\r\nlines\";hammer saw\r\n");

        var ended = await PredictAsync(goods.Run, "new.csv");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal("1 row has no text and was not answered: 3.\n", ended.Error);
        Assert.Equal(
            """"
            nr,message,text,predicted,confidence,p_fruit,p_tools
            7,"a ""b""; c",apple pear,fruit,#,#,#
            3,,,,,,
            5,"two
            lines",hammer saw,tools,#,#,#

            """",
            WithoutFigures(ended.Output.Replace("\r", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_json_row_keeps_its_values_as_they_were()
    {
        _folder.Write("new.jsonl", """
            {"n": 1.50, "tags": ["a", "b"], "text": "apple", "none": null, "ok": true}
            {"text": "saw", "of": {"deep": [1]}}

            """);

        var ended = await PredictAsync(goods.Run, "new.jsonl", "--json");

        Assert.Equal(
            """
            {"n":1.50,"tags":["a","b"],"text":"apple","none":null,"ok":true,"predicted":"fruit","confidence":#,"p_fruit":#,"p_tools":#}
            {"text":"saw","of":{"deep":[1]},"predicted":"tools","confidence":#,"p_fruit":#,"p_tools":#}

            """,
            WithoutFigures(ended.Output));
    }

    [Fact]
    public async Task Parquet_is_written_and_read()
    {
        var written = await PredictAsync(goods.Run, goods.Data, "-o", "answers.parquet");
        var again = await PredictAsync(goods.Run, "answers.parquet", "-o", "again.parquet");

        Assert.Equal(0, written.ExitCode);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal("The file has columns of the same names: the new ones are called `predicted_2`, `confidence_2` and so on.\n", again.Error);
        await using var file = File.OpenRead(Path.Combine(_folder.Path, "again.parquet"));
        var rows = (await ParquetSerializer.DeserializeUntypedAsync(file, cancellationToken: TestContext.Current.CancellationToken)).Data.ToList();
        Assert.Equal(200, rows.Count);
        Assert.All(rows, row => Assert.Equal(row["predicted"], row["predicted_2"]));
        Assert.All(rows, row => Assert.Equal(Assert.IsType<double>(row["p_fruit"]), Assert.IsType<double>(row["p_fruit_2"])));
    }

    [Fact]
    public async Task Lines_of_standard_input_are_answered_as_they_come()
    {
        using var predict = FulcrumProcess.Start(_folder.Path, "predict", goods.Run, "-");

        await predict.Input.WriteLineAsync("apple pear plum");
        await predict.Input.FlushAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => predict.LengthOut > 0, "the first answer while the input is open");
        await predict.Input.WriteAsync("\nhammer saw drill");
        predict.Input.Close();
        var ended = await predict.WaitAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal("fruit\t#\n\t\ntools\t#\n", WithoutFigures(ended.Output));
    }

    [Fact]
    public async Task Lines_of_standard_input_are_answered_in_json()
    {
        using var predict = FulcrumProcess.Start(_folder.Path, "predict", goods.Run, "-", "--json");

        await predict.Input.WriteAsync("apple pear plum\n\n");
        predict.Input.Close();
        var ended = await predict.WaitAsync();

        Assert.Equal(
            """
            {"predicted":"fruit","confidence":#,"probabilities":{"fruit":#,"tools":#}}
            {"predicted":null,"confidence":null,"probabilities":{}}

            """,
            WithoutFigures(ended.Output));
    }

    [Fact]
    public async Task True_labels_are_measured_against_as_a_comparison_does()
    {
        var logged = goods.TestPredictions();
        var lines = File.ReadAllLines(goods.Data);
        _folder.Write("test.csv", string.Join('\n', lines.Where((line, index) => index == 0 || logged.ContainsKey(line.Split(',')[0]))));

        var ended = await PredictAsync(goods.Run, "test.csv", "--labels", "label", "--json");

        Assert.Equal(0, ended.ExitCode);
        var metrics = JsonDocument.Parse(ended.Output).RootElement.GetProperty("metrics");
        var verdict = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(goods.Run, "verdict.json"), TestContext.Current.CancellationToken)).RootElement;
        var compared = verdict.GetProperty("rungs").EnumerateArray().Single(rung => rung.GetProperty("name").GetString() == "classical").GetProperty("test");
        foreach (var figure in (string[])["count", "accuracy", "macro_f1", "per_label", "confusion"])
            Assert.True(JsonElement.DeepEquals(compared.GetProperty(figure), metrics.GetProperty(figure)), figure);
    }

    [Fact]
    public async Task Intervals_take_rows_that_belong_together_as_a_comparison_does()
    {
        // Threads of five rows, of which every fourth has its labels wrong.
        string[] rows = [.. MadeUpData.Csv(400).Split('\n')[1..^1].Select((row, index) => $"{(index / 5 % 4 > 0 ? row : row.EndsWith("tools", StringComparison.Ordinal) ? row[..^5] + "fruit" : row[..^5] + "tools")},t{index / 5}")];
        _folder.Write("threads.csv", string.Join('\n', rows.Prepend("id,text,label,thread")));
        await FulcrumProcess.RunAsync(_folder.Path, "compare", "threads.csv", "--rungs", "classical", "--output", "run");
        var log = Directory.EnumerateFiles(Path.Combine(_folder.Path, "run"), "predictions.jsonl", SearchOption.AllDirectories).Single();
        var tested = File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("part").GetString() == "test").Select(line => line.GetProperty("id").GetString()).ToHashSet();
        string[] test = [.. rows.Where(row => tested.Contains(row.Split(',')[0]))];
        _folder.Write("test.csv", string.Join('\n', test.Prepend("id,text,label,thread")));
        _folder.Write("renamed.csv", string.Join('\n', test.Prepend("id,text,label,chat")));

        var recorded = await PredictAsync("run", "test.csv", "--labels", "label", "--json");
        var named = await PredictAsync("run", "renamed.csv", "--labels", "label", "--group", "chat", "--json");
        var none = await PredictAsync("run", "renamed.csv", "--labels", "label", "--json");
        var shown = await PredictAsync("run", "test.csv", "--labels", "label");

        var verdict = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "run", "verdict.json"), TestContext.Current.CancellationToken)).RootElement;
        var compared = Assert.Single(verdict.GetProperty("rungs").EnumerateArray()).GetProperty("test");
        foreach (var figure in (string[])["accuracy", "macro_f1"])
        {
            Assert.True(JsonElement.DeepEquals(compared.GetProperty(figure), Metrics(recorded).GetProperty(figure)), figure);
            Assert.True(JsonElement.DeepEquals(compared.GetProperty(figure), Metrics(named).GetProperty(figure)), figure);
            Assert.True(Width(Metrics(none).GetProperty(figure)) < Width(compared.GetProperty(figure)), figure);
        }

        Assert.Equal("Rows with the same `thread` belong together, as in the comparison.\n", recorded.Error);
        Assert.Equal("Column `thread`, by which rows belonged together in the comparison, is missing: the intervals take each row for itself. Name another with --group.\n", none.Error);
        Assert.Equal("", named.Error);
        Assert.Contains($" on {test.Length} rows in {test.Length / 5} groups.\n", shown.Output, StringComparison.Ordinal);

        static JsonElement Metrics(FulcrumProcess.Ended ended) => JsonDocument.Parse(ended.Output).RootElement.GetProperty("metrics");

        static double Width(JsonElement interval) => interval.GetProperty("high").GetDouble() - interval.GetProperty("low").GetDouble();
    }

    [Fact]
    public async Task Labels_that_are_never_answered_are_counted_and_named()
    {
        _folder.Write("new.csv", "text,truth\napple pear,fruit\nhammer saw,tools\nhammer,nails\nsaw,nails\ndrill,screws\nplane,\n,tools\n");

        var ended = await PredictAsync(goods.Run, "new.csv", "--labels", "truth");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("Accuracy 100.0 % [34.2, 100.0], macro-F1 100.0 %", ended.Output.Replace('\u202f', ' '), StringComparison.Ordinal);
        Assert.Contains("on 2 rows.", ended.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            1 row has no text and was not answered: 8.
            1 row has no label: left out of the figures.
            3 rows have labels that are never answered: `nails` (2), `screws` (1); left out of the figures. The answers are `fruit`, `tools`.

            """,
            ended.Error);
    }

    [Fact]
    public async Task Nothing_is_measured_where_no_label_is_known()
    {
        _folder.Write("new.csv", "text,truth\napple,nails\nsaw,screws\n");

        var ended = await PredictAsync(goods.Run, "new.csv", "--labels", "truth");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.Equal(
            """
            No row has a text and a label that may be answered: nothing was measured.
            2 rows have labels that are never answered: `nails` (1), `screws` (1); left out of the figures. The answers are `fruit`, `tools`.

            """,
            ended.Error);
    }

    [Fact]
    public async Task Mails_and_texts_of_a_folder_need_no_labels()
    {
        _folder.Write("mails/one.eml", "From: a@b.example\nSubject: apple\n\nplum and pear\n");
        _folder.Write("mails/sub/two.txt", "hammer saw");

        var ended = await PredictAsync(goods.Run, "mails");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(
            """
            id,From,label,predicted,confidence,p_fruit,p_tools
            one.eml,a@b.example,,fruit,#,#,#
            sub/two.txt,,sub,tools,#,#,#

            """,
            WithoutFigures(ended.Output));
    }

    [Fact]
    public async Task A_mailbox_needs_no_labels()
    {
        _folder.Write("mails.mbox", "From a Mon Jan  1 00:00:00 2024\nSubject: apple\n\nplum\n\nFrom b Mon Jan  1 00:00:00 2024\nSubject: saw\nX-Label: tools\n\ndrill\n");

        var ended = await PredictAsync(goods.Run, "mails.mbox");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(
            """
            id,X-Label,predicted,confidence,p_fruit,p_tools
            mails-1,,fruit,#,#,#
            mails-2,tools,tools,#,#,#

            """,
            WithoutFigures(ended.Output));
    }

    [Fact]
    public async Task A_text_of_ten_megabytes_is_answered()
    {
        _folder.Write("new.csv", $"text\n{string.Concat(Enumerable.Repeat("apple ", 10_000_000 / 6))}\nhammer\n");

        var ended = await PredictAsync(goods.Run, "new.csv", "-o", "answers.jsonl");

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Equal(["fruit", "tools"], Lines("answers.jsonl").Select(line => line.GetProperty("predicted").GetString()));
    }

    [Fact]
    public async Task A_terminal_is_shown_the_first_rows()
    {
        var ended = await FulcrumProcess.RunInTerminalAsync(_folder.Path, 80, "predict", goods.Run, goods.Data);

        Assert.Equal(0, ended.ExitCode);
        var lines = System.Text.RegularExpressions.Regex.Replace(ended.Output, @"\e\[[0-9;?]*[a-zA-Z]|\r", "").Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Equal(20, lines.Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^ +\d+ +\S.*… +(fruit|tools) +[\d.]+\s% *$")));
        Assert.Contains("These are the first 20 of 200 rows. Answer all: -o answers.csv", lines);
    }

    [Fact]
    public async Task A_trial_answers_by_its_folder_and_by_its_artifact()
    {
        var trial = Directory.EnumerateDirectories(Path.Combine(goods.Run, "trials"), "majority-*").Single();
        _folder.Write("new.csv", "text\napple\nsaw\n");

        var byTrial = await PredictAsync(trial, "new.csv");
        var byArtifact = await PredictAsync(Path.Combine(trial, "artifact"), "new.csv");

        Assert.Equal((0, byTrial.Output), (byArtifact.ExitCode, byArtifact.Output));
        Assert.Equal(2, byTrial.Output.Split('\n').Count(line => line.Contains(",fruit,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_subject_stands_before_the_text_as_it_did_in_the_comparison()
    {
        _folder.Write("mails.csv", MadeUpData.Csv(100).Replace("id,text,label", "id,subject,label,body", StringComparison.Ordinal).Replace("fruit\n", "fruit,see above\n", StringComparison.Ordinal).Replace("tools\n", "tools,see above\n", StringComparison.Ordinal));
        await FulcrumProcess.RunAsync(_folder.Path, "compare", "mails.csv", "--rungs", "classical", "--output", "run");
        // Guessed from this file alone, the text would be the column `text`.
        _folder.Write("new.csv", "subject,body,text\nhammer,see above,what was said of an apple and another apple\n");

        var ended = await PredictAsync("run", "new.csv");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains(",tools,", ended.Output, StringComparison.Ordinal);
    }

    private Task<FulcrumProcess.Ended> PredictAsync(params string[] arguments) => FulcrumProcess.RunAsync(_folder.Path, ["predict", .. arguments]);

    private JsonElement[] Lines(string file) => [.. File.ReadLines(Path.Combine(_folder.Path, file)).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Figures that depend on what was learned are replaced by a mark; they must be numbers from 0 to 1.</summary>
    private static string WithoutFigures(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"(?<=[,\t]|""(?:confidence|p_\w+|fruit|tools)"":)(?:0|1|0\.\d{1,6}|\d\.?\d*E-\d+)(?=[,\n}]|$)", match =>
        {
            Assert.InRange(double.Parse(match.Value, CultureInfo.InvariantCulture), 0, 1);
            return "#";
        });
}
