using Fulcrum.Data;
using Fulcrum.Data.Writing;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Predicting;
using Fulcrum.Models.Devices;
using Fulcrum.Rungs;

namespace Fulcrum.Cli.Predicting;

/// <summary>Carries out <c>fulcrum predict</c>: open, answer, say what came out.</summary>
/// <param name="terminal">Standard output for answers, standard error for progress.</param>
internal sealed class RowPredictor(Terminal terminal)
{
    private const string StandardInput = "-";

    /// <summary>Runs the prediction.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(PredictRequest request, CancellationToken cancellationToken)
    {
        var device = ComputeDevice.Of(request.Device);
        var folder = ArtifactLocation.Find(request.Artifact);
        var manifest = Artifact.ReadManifest(folder);
        // Rows before models: a mistyped column should not cost a minute.
        var table = request.Input == StandardInput ? null : Open(request, manifest, cancellationToken);
        var models = await BaseModels.FindAsync(terminal, manifest, request.Models, cancellationToken);
        using var rungs = new RungRegistry();
        using var predictor = OpenedPredictor.Open(Artifact.Open(folder, models, device.Name), rungs.Find);
        if (table is null) return Said(new LineAnswers(predictor, terminal.Out).Write(StandardStreams.OpenInput(), request.Json, cancellationToken));
        if (request.Output is null && request.Labels is null && !Console.IsOutputRedirected && !request.Json)
            return Said(FirstRowsView.Show(terminal, predictor, table, cancellationToken));
        return CodeOf(await AnswerAsync(request, predictor, table, cancellationToken));

        int Said(UnreadableRows unreadable)
        {
            foreach (var note in unreadable.Notes()) terminal.Say(note);
            return CodeOf(unreadable.Count);
        }

        static int CodeOf(long unreadable) => unreadable == 0 ? ExitCodes.Good : ExitCodes.GateFailed;
    }

    private TextTable Open(PredictRequest request, PredictorManifest manifest, CancellationToken cancellationToken)
    {
        if (request.Output is { } output)
        {
            RowFormat.Of(output);
            OutputPath.Require(output, request.Input);
        }

        var table = TextTable.Open(new TextTableSource(request.Input) { Text = request.Column, Label = request.Labels, Group = request.Group, Learned = manifest.Columns }, cancellationToken);
        foreach (var note in table.Notes) terminal.Say(note);
        return table;
    }

    /// <summary>Answers all rows, and tells how many the model cannot read.</summary>
    private async Task<long> AnswerAsync(PredictRequest request, OpenedPredictor predictor, TextTable table, CancellationToken cancellationToken)
    {
        var tally = new AnswerTally(predictor.Labels);
        var score = request.Labels is null ? null : new AnswerScore(predictor.Artifact.Manifest);
        IReadOnlyList<string> notes = [];
        await PredictProgressView.RunAsync(terminal, table.Count, progress =>
        {
            var prediction = new TablePrediction(predictor, table, Observe, progress);
            Write(prediction, request, cancellationToken);
            notes = [.. prediction.Columns.Note is { } clash && Writes(request) ? [clash] : Array.Empty<string>(), .. tally.Notes(), .. score?.Notes() ?? [], .. predictor.Notes];
        });
        if (request.Output is not null || score is not null) SummaryView.Show(terminal, PredictionSummary.Of(tally, score, request.Output, notes), predictor.Artifact.Manifest.Task, request.Json);
        else foreach (var note in notes) terminal.Say(note);
        return tally.Unreadable;

        void Observe(TextRow row, RowAnswer answer)
        {
            tally.Add(row, answer);
            score?.Add(row, answer);
        }
    }

    private static bool Writes(PredictRequest request) => request.Output is not null || request.Labels is null;

    private void Write(TablePrediction prediction, PredictRequest request, CancellationToken cancellationToken)
    {
        if (request.Output is { } output) WriteFile(prediction, output, request, cancellationToken);
        else if (request.Labels is not null) prediction.Run(cancellationToken);
        else WriteStandardOutput(prediction, request.Json ? RowFormat.JsonLines : RowFormat.Csv, cancellationToken);
    }

    private void WriteFile(TablePrediction prediction, string output, PredictRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // Said at once: whoever stops the program may not wait for a batch to end.
            using (cancellationToken.Register(() => terminal.Say($"Stopped. Continue with: {request.ResumeCommand}")))
                prediction.WriteTo(output, request.Input, request.Resume, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The output `{output}` cannot be written: {e.Message}")
            {
                Remedy = File.Exists(TablePrediction.PartialFileOf(output)) ? $"Make room, then: {request.ResumeCommand}" : "Choose a file that can be written.",
            }, e);
        }
    }

    private static void WriteStandardOutput(TablePrediction prediction, RowFormat format, CancellationToken cancellationToken)
    {
        try
        {
            using var output = StandardStreams.OpenOutput();
            prediction.WriteTo(output, format, cancellationToken);
        }
        catch (IOException e)
        {
            throw new InputException(new InputError($"Standard output could not be written: {e.Message}"), e);
        }
    }
}
