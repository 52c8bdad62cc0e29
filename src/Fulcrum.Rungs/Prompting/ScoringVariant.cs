namespace Fulcrum.Rungs.Prompting;

/// <summary>How a prompted model's label is chosen.</summary>
public enum ScoringVariant
{
    /// <summary>By the log-probability of the whole answer, less that of going on to a longer label.</summary>
    Sum,

    /// <summary>By the mean log-probability of the answer's tokens, so that long answers are not at a disadvantage.</summary>
    Normalized,

    /// <summary>
    /// By the probability of the answer divided by the one it has for texts without content (contextual calibration,
    /// Zhao et al. 2021, arXiv:2102.09690): takes out what the prompt alone makes the model prefer.
    /// </summary>
    Calibrated,

    /// <summary>By reading what the model writes.</summary>
    Generated,
}
