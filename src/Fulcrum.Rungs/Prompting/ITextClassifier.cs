using Fulcrum.Data;

namespace Fulcrum.Rungs.Prompting;

/// <summary>A model with a prompt, ready to classify many texts at a time.</summary>
public interface ITextClassifier : IDisposable
{
    /// <summary>Classifies the examples in the order that is quickest.</summary>
    /// <param name="examples">What to classify.</param>
    /// <param name="classified">Is told of each as it is done.</param>
    /// <param name="cancellationToken">Checked often.</param>
    void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, CancellationToken cancellationToken);
}
