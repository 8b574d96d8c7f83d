using Autodiff.Benchmarks.Cases;
using Autodiff.Benchmarks.Harness;

if (args is ["check-handwritten"])
{
    var check = new HandWrittenCheck();
    AllCases.Accept(check);
    return check.Failures;
}

Console.Error.WriteLine("usage: check-handwritten");
return 2;
