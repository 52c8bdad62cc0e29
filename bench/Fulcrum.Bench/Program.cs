using System.Globalization;
using System.Text.Json;
using Fulcrum.Bench;
using Fulcrum.Bench.Verdicts;
using Fulcrum.Models.Quantization;

// dotnet run -c Release --project bench/Fulcrum.Bench -- ladder MODEL [RUNGS]   the ladder beside a Python baseline
// dotnet run -c Release --project bench/Fulcrum.Bench -- models MODEL.gguf      the engine beside llama.cpp
// dotnet run -c Release --project bench/Fulcrum.Bench -- embed FOLDER           an embedding model beside its GEMM bound
// dotnet run -c Release --project bench/Fulcrum.Bench -- head [accuracy]        the head on the built-in model: time, or accuracy beside classical
// dotnet run -c Release --project bench/Fulcrum.Bench -- open MODEL             opening an artifact beside loading its model
// dotnet run -c Release --project bench/Fulcrum.Bench -- tokenizer MODEL TEXT   bytes per second of a tokenizer
// dotnet run -c Release --project bench/Fulcrum.Bench -- read [MB]              a delimited file beside Sep and Python
// dotnet run -c Release --project bench/Fulcrum.Bench -- rows COUNT...          time and memory of compare on many short rows
// dotnet run -c Release --project bench/Fulcrum.Bench -- verdict [FILE [RUNS [STUDY]]]   how right verdicts are, as one Markdown document
// dotnet run -c Release --project bench/Fulcrum.Bench -- logs                   stores what arms answered, for "verdict"
// dotnet run -c Release --project bench/Fulcrum.Bench -- predict                texts per second of the classical rung beside scikit-learn
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["ladder", var model, .. { Length: <= 1 } rungs]:
        return await LadderBench.Run(model, rungs is [var some] ? some : null);
    case ["models", var model]:
        await ModelsBench.Run(model);
        return 0;
    case ["embed", var model]:
        return EmbeddingSpeed.Run(model);
    case ["head"]:
        return await HeadSpeed.Run();
    case ["head", "accuracy"]:
        return await HeadAccuracy.Run();
    case ["open", var model]:
        await OpeningSpeed.Run(model);
        return 0;
    case ["tokenizer", var model, var text]:
        return TokenizerSpeed.Run(model, text);
    case ["read", .. { Length: <= 1 } size]:
        return await ReadingSpeed.Run(size is [var megabytes] ? int.Parse(megabytes, CultureInfo.InvariantCulture) : 1000);
    case ["rows", .. { Length: > 0 } counts]:
        return await RowsBench.Run(counts.Select(count => int.Parse(count, CultureInfo.InvariantCulture)));
    case ["predict"]:
        PredictionSpeed.Run();
        return 0;
    case ["verdict", .. { Length: <= 3 } options]:
        VerdictBench.Run(
            options.ElementAtOrDefault(0), options.ElementAtOrDefault(1) is { } draws ? int.Parse(draws, CultureInfo.InvariantCulture) : null, options.ElementAtOrDefault(2));
        return 0;
    case ["logs"]:
        await LogMaker.Run();
        return 0;
    case ["gemm"]: // with FULCRUM_MKL=stock as Python has it
        Console.WriteLine(Gemm.Measure());
        return 0;
    case ["measure", var model, var precision]: // a process of its own for each precision, started by "models"
        Console.WriteLine(JsonSerializer.Serialize(ModelMeasurement.Take(model, Enum.Parse<WeightPrecision>(precision))));
        return 0;
    case [OpeningSpeed.Child, var kind, var path]: // a process of its own for each try, started by "open"
        Console.WriteLine(OpeningSpeed.Measure(kind, path));
        return 0;
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Fulcrum.Bench -- ladder MODEL [RUNGS] | models MODEL.gguf | embed FOLDER | head [accuracy] | open MODEL | tokenizer MODEL TEXT | read [MB] | rows COUNT... | verdict [FILE [RUNS [STUDY]]] | logs | predict");
        return 2;
}
