using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Borrows the language models of rungs that prompt.</summary>
internal static class LanguageModels
{
    /// <summary>The model that a rung is to be fitted on, on the trial's device, with a tokenizer for sure.</summary>
    /// <param name="models">Lends it.</param>
    /// <param name="context">The trial.</param>
    /// <param name="precision">How its weights are kept.</param>
    /// <param name="isTrained">Whether all of them are to be trained.</param>
    /// <exception cref="TrialFailedException">No model is named, or it has no tokenizer.</exception>
    /// <exception cref="InputException">The model cannot be opened.</exception>
    public static ModelLoan Borrow(this ModelCache models, FitContext context, WeightPrecision precision, bool isTrained = false)
    {
        context.Progress.Report(new StageProgress("loading model"));
        var path = context.Model?.Path ?? throw new TrialFailedException("This rung needs a model; give one with --model.");
        var loan = models.Borrow(path, LoanTerms.On(context.Device, precision) with { IsTrained = isTrained });
        foreach (var warning in loan.Model.Warnings) context.Progress.Report(new StageProgress($"warning: {warning}"));
        return loan.WithTokenizer();
    }

    /// <summary>The model that an artifact answers with, on the device that it is opened on, and its prompt, which is made while the weights are read.</summary>
    /// <param name="models">Lends it.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="path">Where the model is.</param>
    /// <param name="record">How it answers.</param>
    /// <exception cref="InputException">The model cannot be opened.</exception>
    /// <exception cref="TrialFailedException">The model has no tokenizer.</exception>
    public static (ModelLoan Loan, PromptFormatter Formatter) Borrow(this ModelCache models, Artifact artifact, string path, PromptedRecord record)
    {
        Task<PromptFormatter>? formatter = null;
        var loan = models.Borrow(path, LoanTerms.On(artifact.Device, record.Precision), Begin).WithTokenizer();
        try
        {
            return (loan, formatter!.GetAwaiter().GetResult());
        }
        catch
        {
            loan.Dispose();
            throw;
        }

        void Begin(ModelText text)
        {
            if (text.Tokenizer is not null) formatter = Task.Run(() => record.Formatter(text, artifact.Manifest.Task, artifact.Manifest.Labels));
        }
    }

    /// <summary>The loan, if its model has a tokenizer; otherwise it is given back.</summary>
    /// <exception cref="TrialFailedException">The model has no tokenizer.</exception>
    public static ModelLoan WithTokenizer(this ModelLoan loan)
    {
        if (loan.Model.Tokenizer is not null) return loan;
        loan.Dispose();
        throw new TrialFailedException("The model has no tokenizer, neither in its file nor as a tokenizer.json beside it.");
    }
}
