using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>Where a rung writes its predictions as it makes them.</summary>
public interface IPredictionLog
{
    /// <summary>Appends one prediction.</summary>
    void Write(Prediction prediction);
}
