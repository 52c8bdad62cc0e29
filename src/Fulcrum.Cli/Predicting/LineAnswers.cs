using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Ladder.Predicting;

namespace Fulcrum.Cli.Predicting;

/// <summary>Answers texts line by line, each as soon as it is read.</summary>
/// <param name="predictor">Answers.</param>
/// <param name="output">Where the answers go, one line for each line of input.</param>
internal sealed class LineAnswers(OpenedPredictor predictor, TextWriter output)
{
    private const string Input = "standard input";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads to the end of the input.</summary>
    /// <param name="input">UTF-8 text.</param>
    /// <param name="json">Whether an answer is a JSON object, else <c>label TAB confidence</c>; to a blank line, and to one that the model cannot read, both are empty.</param>
    /// <param name="cancellationToken">Ends it, also while it waits for a line.</param>
    /// <returns>The lines that the model cannot read; what is answered to them is empty.</returns>
    public UnreadableRows Write(Stream input, bool json, CancellationToken cancellationToken)
    {
        var unreadable = new UnreadableRows();
        using var reader = new StreamReader(input, Encoding.UTF8);
        for (var number = 1L; Next() is { } line; number++)
        {
            var text = string.IsNullOrWhiteSpace(line) ? "" : line;
            var row = new TextRow(number.ToString(CultureInfo.InvariantCulture), text, []) { File = Input };
            var answer = predictor.Answer([row], cancellationToken)[0];
            unreadable.Add(row, answer);
            output.WriteLine(json ? Object(answer) : $"{predictor.LabelsOf(answer)?.Join(predictor.Artifact.Manifest.LabelSeparator)}\t{answer.Confidence?.ToString("0.######", CultureInfo.InvariantCulture)}");
            output.Flush();
        }

        return unreadable;

        // A terminal or pipe is read to its next line whatever happens: who is canceled does not wait for it.
        string? Next() => Task.Run(reader.ReadLine, CancellationToken.None).WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }

    private string Object(RowAnswer answer) => JsonSerializer.Serialize(
        new
        {
            predicted = predictor.LabelsOf(answer), confidence = answer.Confidence,
            probabilities = answer.Probabilities.Select((value, label) => (Label: predictor.Labels[label], Value: value)).ToDictionary(pair => pair.Label, pair => pair.Value),
        },
        Json);
}
