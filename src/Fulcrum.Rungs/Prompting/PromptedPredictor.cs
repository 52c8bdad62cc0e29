using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Makes the predictor that a <see cref="PromptedRecord"/> describes.</summary>
internal static class PromptedPredictor
{
    /// <summary>Opens an artifact whose model answers as it comes.</summary>
    /// <exception cref="Fulcrum.Data.InputException">The artifact is damaged, or its model cannot be opened.</exception>
    public static IPredictor Open(Artifact artifact, ModelCache models)
    {
        var record = artifact.Settings<PromptedRecord>();
        var loan = models.Borrow(artifact, artifact.ModelPath(Artifact.BaseModel), record);
        return Create(loan, record, artifact.Manifest.Labels);
    }

    /// <summary>A predictor that gives its model back at the end.</summary>
    /// <param name="loan">The model; it is given back too where this throws.</param>
    /// <param name="record">How it answers.</param>
    /// <param name="labels">The task's labels.</param>
    /// <param name="owned">What is let go before the model.</param>
    public static IPredictor Create(ModelLoan loan, PromptedRecord record, IReadOnlyList<string> labels, params IReadOnlyList<IDisposable> owned)
    {
        try
        {
            return new OwningPredictor(Create(loan.Model, record, record.Formatter(loan.Model, labels)), [.. owned, loan]);
        }
        catch
        {
            foreach (var resource in owned) resource.Dispose();
            loan.Dispose();
            throw;
        }
    }

    /// <summary>A predictor that works on a model in the state that it is in.</summary>
    /// <param name="model">The model, with its adapters or tuned weights in place.</param>
    /// <param name="record">How it answers.</param>
    /// <param name="formatter">The prompts.</param>
    public static IPredictor Create(LanguageModel model, PromptedRecord record, IPromptFormatter formatter) => record.Scoring == ScoringVariant.Generated
        ? CreateGenerating(model, record, formatter)
        : new LabelPredictor(model.Decoder, formatter, record.Scoring, record.ContentFree);

    /// <summary>One that writes its answers.</summary>
    public static GenerationPredictor CreateGenerating(LanguageModel model, PromptedRecord record, IPromptFormatter formatter)
    {
        var constraint = record.Prompt.Constrained
            ? JsonConstraint.Create(AnswerTexts.Schema(record.Prompt, formatter.Labels), model.Tokenizer!)
            : null;
        return new(model.Decoder, model.Tokenizer!, formatter, new AnswerParser(record.Prompt, formatter.Labels), constraint);
    }
}
