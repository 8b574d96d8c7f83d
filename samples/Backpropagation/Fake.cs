#pragma warning disable
using Autodiff;
namespace Backpropagation;
internal static partial class Examples
{
    public static double ProductGradient(double x,double y,double z,out double dx,out double dy,out double dz){dx=z;dy=z;dz=x+y;return (x+y)*z;}
    public static double NeuronGradient(double w0,double x0,double w1,double x1,double w2,out double a,out double b,out double c,out double d,out double e){
      var g=NeuronGraph(w0,x0,w1,x1,w2); a=g["w0"].Gradient;b=g["x0"].Gradient;c=g["w1"].Gradient;d=g["x1"].Gradient;e=g["w2"].Gradient;return g.Value;}
    public static double LossGradient(double w,double x,double y,out double dw){dw=2*(w*x-y)*x;return (w*x-y)*(w*x-y);}
    public static ComputationGraph ProductGraph(double x,double y,double z){
        var graph = new ComputationGraph.Builder("Product");
        var xNode = graph.Input("x", x); var yNode = graph.Input("y", y); var zNode=graph.Input("z",z);
        double q = x + y;
        var qNode = graph.Node("+", "q", "q = x + y", q, (xNode, 1), (yNode, 1));
        var value = graph.Node("*", null, "q * z", q*z, (qNode, z), (zNode, q));
        return graph.Build(value);
    }
    public static ComputationGraph NeuronGraph(double w0,double x0,double w1,double x1,double w2){
        var graph = new ComputationGraph.Builder("Neuron");
        var w0N = graph.Input("w0", w0); var x0N = graph.Input("x0", x0);var w1N = graph.Input("w1", w1); var x1N = graph.Input("x1", x1);var w2N = graph.Input("w2", w2); 
        var a = graph.Node("*", null, "w0 * x0", w0*x0, (w0N, x0), (x0N, w0));
        var b = graph.Node("*", null, "w0 * x0", w1*x1, (w1N, x1), (x1N, w1));
        var c = graph.Node("+", null, "w0 * x0", w0*x0+w1*x1, (a, 1), (b, 1));
        var d = graph.Node("+", "activation", "w0 * x0", w0*x0+w1*x1+w2, (c, 1), (w2N, 1));
        var e = graph.Node("-", null, "-activation", -d.Value, (d,-1));
        double ex=Math.Exp(-d.Value);
        var f = graph.Node("Exp", null, "-activation", ex, (e,ex));
        var one = graph.Constant("1", 1);
        var gg = graph.Node("+", null, "-activation", 1+ex, one, (f,1));
        var h = graph.Node("/", null, "-activation", 1/(1+ex), one, (gg,-1/(1+ex)/(1+ex)));
        return graph.Build(h);
    }
    public static ComputationGraph LossGraph(double w,double x,double y){
        var graph = new ComputationGraph.Builder("Loss");
        var wN = graph.Input("w", w); var xN=graph.Constant("x",x);
        var p = graph.Node("*", "prediction", "prediction = w * x", w*x, (wN, x), xN);
        var yN=graph.Constant("y",y);
        var e = graph.Node("-", "error", "", w*x-y, (p, 1), yN);
        var l = graph.Node("*", null, "", (w*x-y)*(w*x-y), (e, w*x-y),(e, w*x-y));
        return graph.Build(l);
    }
}
