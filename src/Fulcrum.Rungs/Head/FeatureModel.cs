using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Quantization;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Head;

/// <summary>Opens the model that features come from.</summary>
internal static class FeatureModel
{
    /// <summary>What a model's states are made into.</summary>
    public static Pooling PoolingOf(string path) => EncoderFolder.Is(path) ? Pooling.Mean : Pooling.LastToken;

    /// <summary>Opens a model.</summary>
    /// <param name="models">Lends it.</param>
    /// <param name="path">Its folder or file.</param>
    /// <param name="record">How it is read.</param>
    /// <param name="device">Where it computes.</param>
    /// <exception cref="Fulcrum.Data.InputException">The model cannot be opened.</exception>
    /// <exception cref="TrialFailedException">It has no tokenizer, or cannot be kept in that precision.</exception>
    public static ITextEmbedder Open(ModelCache models, string path, HeadRecord record, ComputeDevice device)
    {
        if (record.Pooling == Pooling.LastToken)
        {
            var loan = models.Borrow(path, new LoanTerms(device, record.Precision)).WithTokenizer();
            return new LastTokenEmbedder(loan.Model, loan);
        }

        if (record.Precision != WeightPrecision.Full)
            throw new TrialFailedException("The setting `precision` is not fp32, but the model is an encoder, whose weights are kept in fp32 alone. Leave one of them out.");
        return models.BorrowEmbedder(path, device);
    }
}
