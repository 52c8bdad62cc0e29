using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Makes the predictor that a <see cref="PromptedRecord"/> describes.</summary>
internal static class PromptedPredictor
{
    /// <summary>Opens an artifact whose model answers as it comes.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The artifact is damaged, or its model cannot be opened.</exception>
    public static IPredictor Open(Artifact artifact, ModelCache models)
    {
        var record = artifact.Settings<PromptedRecord>();
        var (loan, formatter) = models.Borrow(artifact, artifact.ModelPath(Artifact.BaseModel), record);
        return Create(loan, formatter, record);
    }

    /// <summary>A predictor that gives its model back at the end.</summary>
    /// <param name="loan">The model; it is given back too where this throws.</param>
    /// <param name="formatter">The prompts.</param>
    /// <param name="record">How it answers.</param>
    /// <param name="owned">What is let go before the model.</param>
    public static IPredictor Create(ModelLoan loan, IPromptFormatter formatter, PromptedRecord record, params IReadOnlyList<IDisposable> owned)
    {
        try
        {
            return new OwningPredictor(Create(loan.Model.Decoder, loan.Model.Tokenizer!, record, formatter), [.. owned, loan]);
        }
        catch
        {
            foreach (var resource in owned) resource.Dispose();
            loan.Dispose();
            throw;
        }
    }

    /// <summary>A predictor that works on a model in the state that it is in.</summary>
    /// <param name="decoder">The model, with its adapters or tuned weights in place.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="record">How it answers.</param>
    /// <param name="formatter">The prompts.</param>
    public static IPredictor Create(Decoder decoder, Tokenizer tokenizer, PromptedRecord record, IPromptFormatter formatter) => record.Scoring == ScoringVariant.Generated
        ? CreateGenerating(decoder, tokenizer, record.Prompt, formatter)
        : new LabelPredictor(decoder, formatter, record.Scoring, record.ContentFree);

    /// <summary>One that writes its answers.</summary>
    public static GenerationPredictor CreateGenerating(Decoder decoder, Tokenizer tokenizer, PromptDefinition prompt, IPromptFormatter formatter) =>
        new(decoder, tokenizer, formatter, prompt.Constrained ? JsonConstraint.Create(formatter.Style.Schema(), tokenizer) : null);
}
