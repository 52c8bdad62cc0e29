using Fulcrum.Ladder.Files;

namespace Fulcrum.Ladder.Trials;

/// <summary>Writes <c>predictions.jsonl</c>, each prediction as it is made.</summary>
internal sealed class PredictionLog(string path) : IPredictionLog, IDisposable
{
    private readonly JsonLinesWriter<Prediction> _lines = new(path);

    /// <inheritdoc/>
    public void Write(Prediction prediction) => _lines.Write(prediction);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
