using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>Writes <c>predictions.jsonl</c>, each prediction as it is made, and counts them.</summary>
internal sealed class PredictionLog(string path) : IPredictionLog, IDisposable
{
    private readonly JsonLinesWriter<Prediction> _lines = new(path);

    /// <summary>How many were written.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Write(Prediction prediction)
    {
        _lines.Write(prediction);
        Count++;
    }

    /// <inheritdoc cref="JsonLinesWriter{T}.Flush"/>
    public void Flush() => _lines.Flush();

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
